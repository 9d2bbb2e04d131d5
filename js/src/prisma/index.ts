// The public names of `treewright/prisma`: a face for code that was written for Prisma.

export { PrismaClient } from './client.ts'
export type { PrismaClientConstructor, PrismaFace } from './client.ts'
export * as Prisma from './namespace.ts'
