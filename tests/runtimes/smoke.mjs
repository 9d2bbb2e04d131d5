// One write through the whole package, as an ES module meets it: `node smoke.mjs <connection string>`.

import { Pool } from 'pg'
import * as treewright from 'treewright'
import { pg } from 'treewright/pg'
import * as planner from 'treewright/planner'
import * as prisma from 'treewright/prisma'
import { smoke } from './smoke-write.cjs'

console.log(await smoke({ Pool, pg, treewright, planner, prisma, address: process.argv[2] }))
