// Every entry point has its types where an ES module looks, and they ask for neither Node's nor the browser's.

import * as treewright from 'treewright'
import * as driver from 'treewright/driver'
import * as opentelemetry from 'treewright/opentelemetry'
import * as pg from 'treewright/pg'
import * as pglite from 'treewright/pglite'
import * as planner from 'treewright/planner'
import * as postgresJs from 'treewright/postgres-js'
import * as prisma from 'treewright/prisma'
import * as schemaPrisma from 'treewright/schema-prisma'

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
