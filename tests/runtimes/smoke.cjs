// One write through the whole package, as a CommonJS program meets it: `node smoke.cjs <connection string>`.

const { Pool } = require('pg')
const { pg } = require('treewright/pg')
const treewright = require('treewright')
const planner = require('treewright/planner')
const prisma = require('treewright/prisma')
const { smoke } = require('./smoke-write.cjs')

smoke({ Pool, pg, treewright, planner, prisma, address: process.argv[2] }).then(console.log)
