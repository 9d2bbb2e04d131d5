// A dot plot on a logarithmic scale as SVG: a row for each thing, a dot for each of its figures.
//
// Knows nothing of what is plotted. Its colors follow the reader's, light or dark.

/** How a series is drawn. */
export type Series = {
  readonly name: string
  readonly color: 'plain' | 'faint' | 'blue' | 'orange' | 'green'
  readonly shape: 'circle' | 'diamond' | 'square'
  readonly isHollow: boolean
}

/** What is plotted. */
export type Plot = {
  readonly title: string
  /** What the figures are. */
  readonly axis: string
  readonly series: readonly Series[]
  /** Rows with a figure for each series; null where there is none. */
  readonly rows: readonly { readonly label: string; readonly figures: readonly (number | null)[] }[]
}

const WIDTH = 760
const LEFT = 190
const RIGHT = 28
const LANE = 6
const LEGEND = { perLine: 3, line: 20, column: 240 }

/** Colors that can be told apart on both grounds, without regard to red and green. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 15px; }
  .quiet { fill: #59636e; font-size: 12px; }
  .grid { stroke: #d1d9e0; }
  .one { stroke: #59636e; }
  .plain { --c: #1f2328; } .faint { --c: #818b98; } .blue { --c: #0969da; }
  .orange { --c: #bc4c00; } .green { --c: #1a7f37; }
  .filled { fill: var(--c); }
  .hollow { fill: none; stroke: var(--c); stroke-width: 1.8; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .quiet { fill: #9198a1; }
    .grid { stroke: #3d444d; }
    .one { stroke: #9198a1; }
    .plain { --c: #f0f6fc; } .faint { --c: #9198a1; } .blue { --c: #4493f8; }
    .orange { --c: #f0883e; } .green { --c: #3fb950; }
  }`

/** The plot as an image that stands alone. */
export function dotPlot(plot: Plot): string {
  const head = 38 + Math.ceil(plot.series.length / LEGEND.perLine) * LEGEND.line + 12
  const rowHeight = LANE * (plot.series.length + 1)
  const foot = head + plot.rows.length * rowHeight
  const scale = scaleOf(plot)
  const parts = [
    `<text class="title" x="16" y="26">${escaped(plot.title)}</text>`,
    ...plot.series.map(legend),
    ...scale.ticks.flatMap((tick) => gridLine(tick, scale.x(tick), head, foot)),
    `<text class="quiet" x="${LEFT}" y="${foot + 38}">${escaped(plot.axis)}</text>`,
    ...plot.rows.flatMap((row, at) => plotted(plot, row, head + at * rowHeight, rowHeight, scale.x)),
  ]
  const height = foot + 50
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(plot.title)}">
<style>${STYLE}
</style>
${parts.join('\n')}
</svg>
`
}

type Scale = { readonly ticks: readonly number[]; x(figure: number): number }

function scaleOf({ rows }: Plot): Scale {
  const figures = rows.flatMap((row) => row.figures).filter((figure) => figure !== null)
  const [least, most] = [Math.min(1, ...figures), Math.max(2, ...figures)]
  const [from, to] = [Math.log10(least * 0.9), Math.log10(most * 1.1)]
  const x = (figure: number) => LEFT + ((Math.log10(figure) - from) / (to - from)) * (WIDTH - LEFT - RIGHT)
  const steps = to - from > 2.2 ? [1] : [1, 2, 5]
  const decades = Array.from({ length: 9 }, (_, at) => 10 ** (at - 2))
  const ticks = decades.flatMap((decade) => steps.map((step) => decade * step))
  return { ticks: ticks.filter((tick) => tick >= least * 0.9 && tick <= most * 1.1), x }
}

function gridLine(tick: number, x: number, top: number, foot: number): string[] {
  const look = tick === 1 ? 'one' : 'grid'
  const at = x.toFixed(1)
  return [
    `<line class="${look}" x1="${at}" x2="${at}" y1="${top}" y2="${foot}"/>`,
    `<text class="quiet" x="${at}" y="${foot + 18}" text-anchor="middle">${told(tick)}</text>`,
  ]
}

function plotted(
  { series }: Plot,
  row: Plot['rows'][number],
  top: number,
  height: number,
  x: Scale['x'],
): string[] {
  const middle = top + height / 2
  const dots = series.flatMap((one, at) => {
    const figure = row.figures[at]
    if (figure === undefined || figure === null) return []
    return [mark(one, x(figure), top + LANE * (at + 1), `${one.name}: ${told(figure)}`)]
  })
  const line = `<line class="grid" x1="16" x2="${WIDTH - RIGHT}" y1="${top}" y2="${top}"/>`
  return [line, `<text x="16" y="${(middle + 4).toFixed(1)}">${escaped(row.label)}</text>`, ...dots]
}

function legend(series: Series, at: number): string {
  const x = 24 + (at % LEGEND.perLine) * LEGEND.column
  const y = 46 + Math.floor(at / LEGEND.perLine) * LEGEND.line
  return `${mark(series, x, y, series.name)}<text x="${x + 10}" y="${y + 4}">${escaped(series.name)}</text>`
}

function mark({ color, shape, isHollow }: Series, x: number, y: number, title: string): string {
  const look = `class="${color} ${isHollow ? 'hollow' : 'filled'}"`
  const inside = `<title>${escaped(title)}</title>`
  const [cx, cy] = [Number(x.toFixed(1)), Number(y.toFixed(1))]
  switch (shape) {
    case 'circle':
      return `<circle ${look} cx="${cx}" cy="${cy}" r="${isHollow ? 3.8 : 4.5}">${inside}</circle>`
    case 'square':
      return `<rect ${look} x="${cx - 3.5}" y="${cy - 3.5}" width="7" height="7">${inside}</rect>`
    case 'diamond':
      return `<path ${look} d="M${cx} ${cy - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5Z">${inside}</path>`
  }
}

function told(figure: number): string {
  return figure < 10 ? String(Number(figure.toFixed(2))) : Math.round(figure).toLocaleString('en-US')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
