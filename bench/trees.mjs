// The trees that are measured: an organization in four tables, of any size.

const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } }

/** Companies with departments with teams with members. */
export const org = {
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

/** An organization of that many rows. */
export function orgTree(rows) {
  const departments = []
  let left = rows - 1
  while (left > 0) {
    const [department, used] = departmentOf(departments.length, Math.min(left, 19))
    departments.push(department)
    left -= used
  }
  return { data: { name: 'Treewright', departments: { create: departments } } }
}

// A department, three teams and members up to the number of rows; some members leave out what others have.
function departmentOf(number, rows) {
  const teams = Array.from({ length: Math.max(0, Math.min(3, rows - 1)) }, (_, team) => ({
    name: `team ${number}.${team}`,
    members: { create: [] },
  }))
  for (let member = 0; member < rows - 1 - teams.length; member += 1) {
    const email = `${number}.${member}@example.com`
    const level = member % 3 === 0 ? {} : { level: member }
    teams[member % teams.length].members.create.push({ name: `member ${member}`, email, ...level })
  }
  const budget = number % 2 === 0 ? {} : { budget: '1000.50' }
  const inside = teams.length === 0 ? {} : { teams: { create: teams } }
  return [{ name: `department ${number}`, ...budget, ...inside }, rows]
}
