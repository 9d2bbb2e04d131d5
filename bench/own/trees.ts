// The trees whose planning is measured: an organization in four tables, of any size.

import type { SchemaDescription } from 'treewright'

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const

/** Companies with departments with teams with members. */
export const org: SchemaDescription = {
  models: {
    Company: {
      fields: { id, name: 'String', founded: 'Int?' },
      relations: { departments: { many: 'Department' } },
    },
    Department: {
      fields: { id, name: 'String', budget: 'Decimal?', companyId: 'Int' },
      relations: {
        company: { one: 'Company', fields: ['companyId'], references: ['id'] },
        teams: { many: 'Team' },
      },
    },
    Team: {
      fields: { id, name: 'String', departmentId: 'Int' },
      relations: {
        department: { one: 'Department', fields: ['departmentId'], references: ['id'] },
        members: { many: 'Member' },
      },
    },
    Member: {
      fields: {
        id,
        name: 'String',
        email: { type: 'String', unique: true },
        joined: { type: 'DateTime', default: { fn: 'now' } },
        level: { type: 'Int', default: { value: 1 } },
        teamId: 'Int',
      },
      relations: { team: { one: 'Team', fields: ['teamId'], references: ['id'] } },
    },
  },
}

type Member = { readonly name: string; readonly email: string; readonly level?: number }
type Team = { readonly name: string; readonly members: { readonly create: Member[] } }

/** An organization of that many rows. */
export function orgTree(rows: number): { data: { name: string; departments: { create: object[] } } } {
  const departments: object[] = []
  for (let left = rows - 1; left > 0; left -= 19) {
    departments.push(departmentOf(departments.length, Math.min(left, 19)))
  }
  return { data: { name: 'Treewright', departments: { create: departments } } }
}

// A department, three teams and members up to the number of rows; some members leave out what others have.
function departmentOf(number: number, rows: number): object {
  const n_teams = Math.max(0, Math.min(3, rows - 1))
  const teams = Array.from({ length: n_teams }, (_, team): Team => {
    return { name: `team ${number}.${team}`, members: { create: [] } }
  })
  for (let member = 0; member < rows - 1 - n_teams; member += 1) {
    const email = `${number}.${member}@example.com`
    const level = member % 3 === 0 ? {} : { level: member }
    teams[member % n_teams]?.members.create.push({ name: `member ${member}`, email, ...level })
  }
  const budget = number % 2 === 0 ? {} : { budget: '1000.50' }
  const inside = n_teams === 0 ? {} : { teams: { create: teams } }
  return { name: `department ${number}`, ...budget, ...inside }
}
