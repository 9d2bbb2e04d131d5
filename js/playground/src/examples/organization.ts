// An example of an organization: four levels, with people who take roles that are there.

import type { Example } from './example.ts'

export const organization: Example = {
  name: 'organization',
  title: 'An organization in four levels',
  schema: `model Company {
  id          Int          @id @default(autoincrement())
  name        String       @unique
  departments Department[]
}

model Department {
  id        Int     @id @default(autoincrement())
  name      String
  companyId Int
  company   Company @relation(fields: [companyId], references: [id])
  teams     Team[]
}

model Team {
  id           Int        @id @default(autoincrement())
  name         String
  departmentId Int
  department   Department @relation(fields: [departmentId], references: [id])
  members      Member[]
}

model Member {
  id     Int    @id @default(autoincrement())
  name   String
  teamId Int
  team   Team   @relation(fields: [teamId], references: [id])
  roleId Int
  role   Role   @relation(fields: [roleId], references: [id])
}

model Role {
  id      Int      @id @default(autoincrement())
  name    String   @unique
  members Member[]
}
`,
  write: `db.company.create({
  data: {
    name: 'Analytical Engines',
    departments: {
      create: [
        {
          name: 'Research',
          teams: {
            create: [
              {
                name: 'Programs',
                members: {
                  create: [
                    { name: 'Ada', role: { connect: { name: 'engineer' } } },
                    { name: 'Grace', role: { connect: { name: 'engineer' } } },
                  ],
                },
              },
              { name: 'Proofs', members: { create: { name: 'Alan', role: { connect: { name: 'tester' } } } } },
            ],
          },
        },
        {
          name: 'Works',
          teams: { create: { name: 'Mill', members: { create: { name: 'Joan', role: { connect: { name: 'designer' } } } } } },
        },
      ],
    },
  },
  include: { departments: { include: { teams: { include: { members: { include: { role: true } } } } } } },
})
`,
  seed: `db.role.createMany({ data: [{ name: 'engineer' }, { name: 'designer' }, { name: 'tester' }] })
`,
}
