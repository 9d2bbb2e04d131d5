// Schemas of any size, the same for both clients: models in a chain, each with a field of most types and five relations.
//
// Knows nothing of the compiler.

/** The description for Treewright, as a module that exports it. */
export function describedSchema(nModels) {
  const models = names(nModels).map((_, i) => `    ${describedModel(i, nModels)},`)
  return [
    `import { defineSchema } from 'treewright'`,
    `const id = { type: 'Int', id: true, default: { fn: 'autoincrement' } } as const`,
    `export const schema = defineSchema({`,
    `  models: {`,
    ...models,
    `  },`,
    `  enums: { Kind: ['SMALL', 'LARGE', 'OTHER'] },`,
    `})`,
    ``,
  ].join('\n')
}

function describedModel(i, nModels) {
  const fields = [
    `id`,
    `slug: { type: 'String', unique: true }`,
    `title: 'String'`,
    `note: 'String?'`,
    `count: { type: 'Int', default: { value: 0 } }`,
    `price: 'Decimal?'`,
    `kind: { type: 'Kind', default: { value: 'SMALL' } }`,
    `words: 'String[]'`,
    `at: { type: 'DateTime', default: { fn: 'now' } }`,
    `more: 'Json?'`,
    ...(i > 0 ? [`parentId: 'Int'`, `editorId: 'Int?'`] : []),
  ]
  const relations = [
    ...(i > 0
      ? [one('parent', before(i), 'parentId', 'Cascade'), one('editor', half(i), 'editorId', 'SetNull')]
      : []),
    ...(i > 0 ? [`left: { many: '${before(i)}', name: 'pairs${i}' }`] : []),
    ...(i + 1 < nModels ? [`children: { many: '${model(i + 1)}', name: 'parent${i + 1}' }`] : []),
    ...(i + 1 < nModels ? [`right: { many: '${model(i + 1)}', name: 'pairs${i + 1}' }`] : []),
    ...edited(i, nModels).map((by) => `edited${by}: { many: '${model(by)}', name: 'editor${by}' }`),
  ]
  return `${model(i)}: {\n      fields: { ${fields.join(', ')} },\n      relations: { ${relations.join(', ')} },\n    }`

  function one(name, target, field, onDelete) {
    return `${name}: { one: '${target}', name: '${name}${i}', fields: ['${field}'], references: ['id'], onDelete: '${onDelete}' }`
  }
}

/** The same for Prisma. */
export function prismaSchema(nModels, output) {
  const head = [
    `generator client {`,
    `  provider = "prisma-client-js"`,
    `  engineType = "client"`,
    `  output = ${JSON.stringify(output)}`,
    `}`,
    `datasource db {`,
    `  provider = "postgresql"`,
    `}`,
    `enum Kind {`,
    `  SMALL`,
    `  LARGE`,
    `  OTHER`,
    `}`,
  ]
  return [...head, ...names(nModels).map((_, i) => prismaModel(i, nModels)), ``].join('\n')
}

function prismaModel(i, nModels) {
  const lines = [
    `id Int @id @default(autoincrement())`,
    `slug String @unique`,
    `title String`,
    `note String?`,
    `count Int @default(0)`,
    `price Decimal?`,
    `kind Kind @default(SMALL)`,
    `words String[]`,
    `at DateTime @default(now())`,
    `more Json?`,
    ...(i > 0
      ? [
          `parentId Int`,
          `editorId Int?`,
          `parent ${before(i)} @relation("parent${i}", fields: [parentId], references: [id], onDelete: Cascade)`,
          `editor ${half(i)}? @relation("editor${i}", fields: [editorId], references: [id], onDelete: SetNull)`,
          `left ${before(i)}[] @relation("pairs${i}")`,
        ]
      : []),
    ...(i + 1 < nModels
      ? [
          `children ${model(i + 1)}[] @relation("parent${i + 1}")`,
          `right ${model(i + 1)}[] @relation("pairs${i + 1}")`,
        ]
      : []),
    ...edited(i, nModels).map((by) => `edited${by} ${model(by)}[] @relation("editor${by}")`),
  ]
  return `model ${model(i)} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`
}

/** The name of a model. */
export function model(i) {
  return `Model${i}`
}

function names(nModels) {
  return Array.from({ length: nModels }, (_, i) => model(i))
}

const before = (i) => model(i - 1)
const half = (i) => model(Math.floor(i / 2))

// The models whose editor is this one.
function edited(i, nModels) {
  return [2 * i, 2 * i + 1].filter((by) => by > 0 && by < nModels)
}
