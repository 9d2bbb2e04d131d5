// Every entry point has its types where a CommonJS module looks, and they ask for neither Node's nor the browser's.

import treewright = require('treewright')
import driver = require('treewright/driver')
import opentelemetry = require('treewright/opentelemetry')
import pg = require('treewright/pg')
import pglite = require('treewright/pglite')
import planner = require('treewright/planner')
import postgresJs = require('treewright/postgres-js')
import prisma = require('treewright/prisma')
import schemaPrisma = require('treewright/schema-prisma')

export const all: readonly object[] = [
  treewright,
  driver,
  opentelemetry,
  pg,
  pglite,
  planner,
  postgresJs,
  prisma,
  schemaPrisma,
]
