// Calls of every verb that writes, in the shapes that both clients take.
//
// Knows nothing of the compiler. A call uses its result, so its type is needed.

/** A module of so many calls of a client `db`, which `head` makes. */
export function calls(head, nCalls, nModels) {
  const lines = Array.from({ length: nCalls }, (_, n) => call(n, 1 + ((n * 7) % (nModels - 3))))
  return [head, `export async function calls(): Promise<void> {`, ...lines, `}`, ``].join('\n')
}

function call(n, i) {
  const db = `db.model${i}`
  const down = `slug: 'd', title: 'd'`
  const shapes = [
    `const r${n} = await ${db}.create({
      data: { slug: 'a', title: 'A', kind: 'LARGE', parent: { connect: { id: 1 } }, children: { create: [{ ${down}, right: {} }, { ${down} }] } },
      include: { children: { include: { left: true } }, parent: true } })
    ok(r${n}.children[0]?.left[0]?.title, r${n}.parent.slug)`,
    `const r${n} = await ${db}.update({
      where: { slug: 'a' },
      data: {
        count: { increment: 1 }, words: { push: 'x' }, editor: { disconnect: true },
        children: { update: { where: { id: 1 }, data: { title: 'x', note: null } }, deleteMany: { count: { lt: 3 } } },
        left: { connectOrCreate: { where: { slug: 'l' }, create: { ${down}${i > 1 ? `, parentId: 1` : ``} } } },
      },
      select: { id: true, price: true, left: { select: { slug: true, at: true } } } })
    ok(r${n}.left[0]?.at, r${n}.price)`,
    `const r${n} = await ${db}.upsert({
      where: { id: 1, title: { startsWith: 'x' } },
      create: { slug: 'a', title: 'A', parent: { create: { ${down}${i > 1 ? `, parentId: 1` : ``} } } },
      update: { parent: { update: { count: { multiply: 2 } } }, right: { set: [{ id: 1 }, { slug: 'x' }] } } })
    ok(r${n}.at, r${n}.kind)`,
    `const r${n} = await ${db}.updateMany({
      where: { OR: [{ title: { contains: 'x', mode: 'insensitive' } }, { parent: { count: { gt: 3 } } }], children: { some: { kind: 'OTHER' } } },
      data: { note: 'x', more: { a: [1, 2] } } })
    ok(r${n}.count)`,
    `const r${n} = await ${db}.delete({ where: { id: 1 }, include: { editor: { select: { slug: true } } }, omit: { more: true } })
    ok(r${n}.editor?.slug, r${n}.words)`,
  ]
  return `  {\n    ${shapes[n % shapes.length]}\n  }`
}
