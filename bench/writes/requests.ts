// What is asked for when writes are measured: the arguments of each workload, for a turn of it.
//
// Knows nothing of who carries them out. Turns differ in their values, so that the rows of one never meet another's; their
// shape is the same.

/** The arguments of each workload. */
export const requests = {
  W1: (turn: number) => ({
    data: {
      email: `w1.${turn}@example.com`,
      name: 'Ada',
      profile: { create: { bio: 'Counts on engines.' } },
      posts: {
        create: [
          { slug: `w1.${turn}.one`, title: 'One', body: 'The first' },
          { slug: `w1.${turn}.two`, title: 'Two', body: 'The second' },
        ],
      },
    },
    include: { profile: true, posts: true },
  }),
  W2: (turn: number) => ({
    data: {
      slug: `w2.${turn}`,
      title: 'Tagged',
      author: { connect: { email: `w2.${turn}@example.com` } },
      tags: { connectOrCreate: tagsOf(`w2.${turn}`) },
    },
    include: { author: true, tags: true },
  }),
  W3: (turn: number) => ({
    data: { name: `Company ${turn}`, departments: { create: times(3, (at) => department(`${turn}.${at}`)) } },
    include: { departments: { include: { teams: { include: { members: { include: { role: true } } } } } } },
  }),
  W4: (turn: number) => ({
    data: {
      email: `w4.${turn}@example.com`,
      name: 'Grace',
      posts: {
        create: times(1_000, (at) => ({
          ...post(`w4.${turn}.${at}`),
          comments: {
            create: times(2, (comment) => ({ text: `Comment ${comment} on w4.${turn}.${at}` })),
          },
        })),
      },
    },
  }),
  W5: (turn: number) => ({
    where: { email: `w5.${turn}@example.com` },
    data: {
      name: 'After',
      profile: { upsert: { create: { bio: 'Made' }, update: { bio: 'Changed' } } },
      posts: {
        create: [
          { slug: `w5.${turn}.new.0`, title: 'New' },
          { slug: `w5.${turn}.new.1`, title: 'New' },
        ],
        updateMany: { where: { title: 'Draft' }, data: { published: true, views: { increment: 1 } } },
        deleteMany: { title: 'Spam' },
        connect: { slug: `w5.${turn}.joins` },
        disconnect: { slug: `w5.${turn}.leaves` },
      },
    },
    include: { profile: true, posts: true },
  }),
  W6: (turn: number) => ({
    where: { slug: `w6.${turn}` },
    data: { tags: { set: [], connectOrCreate: tagsOf(`w6.${turn}`) } },
    include: { tags: true },
  }),
  W7: (turn: number) => postsOfOne(turn, 10_000),
}

export type Requests = typeof requests
export type Name = keyof Requests
export type Request<N extends Name> = ReturnType<Requests[N]>

/** A user with so many posts. */
export function postsOfOne(turn: number, n_posts: number) {
  return {
    data: {
      email: `w7.${turn}@example.com`,
      name: 'Edsger',
      posts: { create: times(n_posts, (at) => post(`w7.${turn}.${at}`)) },
    },
  }
}

/** The roles that are there, of which each member of W3 takes one. */
export const roles = ['engineer', 'designer', 'tester'] as const

function department(name: string) {
  return { name: `Department ${name}`, teams: { create: times(3, (at) => team(`${name}.${at}`)) } }
}

function team(name: string) {
  return { name: `Team ${name}`, members: { create: times(5, (at) => member(`${name}.${at}`, at)) } }
}

function member(name: string, at: number) {
  const role = { connect: { name: roles[at % roles.length] ?? roles[0] } }
  return { name: `Member ${name}`, email: `w3.${name}@example.com`, level: at, role }
}

/** Five tags, of which the first two are there already. */
function tagsOf(turn: string) {
  return times(5, (at) => ({ where: { name: `${turn}.${at}` }, create: { name: `${turn}.${at}` } }))
}

function post(slug: string) {
  return { slug, title: `On ${slug}`, body: 'What there is to say of it.' }
}

function times<T>(n: number, make: (at: number) => T): T[] {
  return Array.from({ length: n }, (_, at) => make(at))
}
