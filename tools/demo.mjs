// The program that `npm start` ends with.

import * as treewright from 'treewright'

console.log(treewright)
