// An organization: a tree in four levels, and the tables it goes into.

import { defineSchema } from 'treewright'

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const

export const org = defineSchema({
  models: {
    Org: { fields: { id, name: 'String' }, relations: { departments: { many: 'Department' } } },
    Department: {
      fields: { id, name: 'String', orgId: 'Int' },
      relations: { org: { one: 'Org', fields: ['orgId'], references: ['id'] }, teams: { many: 'Team' } },
    },
    Team: {
      fields: { id, name: 'String', departmentId: 'Int' },
      relations: {
        department: { one: 'Department', fields: ['departmentId'], references: ['id'] },
        members: { many: 'Member' },
      },
    },
    Member: {
      fields: { id, name: 'String', teamId: 'Int' },
      relations: { team: { one: 'Team', fields: ['teamId'], references: ['id'] } },
    },
  },
})

export const orgTables = `
  CREATE TABLE "Org" (id serial PRIMARY KEY, name text NOT NULL);
  CREATE TABLE "Department" (id serial PRIMARY KEY, name text NOT NULL, "orgId" int NOT NULL REFERENCES "Org");
  CREATE TABLE "Team" (id serial PRIMARY KEY, name text NOT NULL, "departmentId" int NOT NULL REFERENCES "Department");
  CREATE TABLE "Member" (id serial PRIMARY KEY, name text NOT NULL, "teamId" int NOT NULL REFERENCES "Team");
`

/** An organization with so many departments, each with so many teams, each with so many members. */
export function orgTree(
  departments: number,
  teams: number,
  members: number,
): { name: string; departments: object } {
  const named = (name: string, n: number, below: (name: string) => object = () => ({})) => ({
    create: Array.from({ length: n }, (_, one) => ({ name: `${name}.${one}`, ...below(`${name}.${one}`) })),
  })
  const team = (name: string) => ({ members: named(name, members) })
  const department = (name: string) => ({ teams: named(name, teams, team) })
  return { name: 'org', departments: named('org', departments, department) }
}

/** Everything of it. */
export const wholeOrg = { departments: { include: { teams: { include: { members: true } } } } } as const
