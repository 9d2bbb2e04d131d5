// Lets Node run TypeScript: `node --import ./tools/typescript.mjs file.ts`. Types are dropped, not checked.

import { register } from 'node:module'

register('./typescript-hook.mjs', import.meta.url)
