// Stops with one sentence where Node is too old to read the other tools. Written so that an old Node can read it.

var MINIMUM = 20

if (parseInt(process.versions.node, 10) < MINIMUM) {
  console.error(
    'Treewright needs Node.js ' + MINIMUM + ' or newer, and this is ' + process.versions.node + '.',
  )
  process.exit(1)
}
