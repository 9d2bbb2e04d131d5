// A strict reader of Prometheus' text format: whatever is not in its form is a mistake, histograms that do not add up as well.
//
// Knows the format alone, none of the names.

import assert from 'node:assert/strict'

export type Sample = {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export type Family = { readonly type: string; readonly help: string; readonly samples: Sample[] }

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (-?[0-9.]+(?:e[-+]?[0-9]+)?)$`)
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y

/** Reads a text; throws where it is none. */
export function readExposition(text: string): ReadonlyMap<string, Family> {
  assert.ok(text.endsWith('\n'), 'the last line ends')
  const families = new Map<string, Family>()
  const lines = text.slice(0, -1).split('\n')
  let current: [string, Family] | undefined
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const [, name, help] = new RegExp(`^# HELP (${NAME}) (.+)$`).exec(line) ?? []
    if (name !== undefined && help !== undefined) {
      const [, typed, type] =
        new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`).exec(lines[at + 1] ?? '') ?? []
      assert.equal(typed, name, `a type behind the help of ${name}`)
      assert.ok(!families.has(name), `${name} comes once`)
      current = [name, { type: type ?? '', help, samples: [] }]
      families.set(...current)
      at += 1
      continue
    }
    assert.ok(current, `a sample before its family: ${line}`)
    addSample(current, line)
  }
  for (const [name, family] of families) check(name, family)
  return families
}

function addSample([family, { type, samples }]: [string, Family], line: string): void {
  const [, name = '', labels, value] = SAMPLE.exec(line) ?? []
  const endings = type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
  assert.ok(
    endings.some((ending) => name === family + ending),
    `a sample of ${family}: ${line}`,
  )
  samples.push({ name, labels: readLabels(labels ?? '', line), value: Number(value) })
}

function readLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < text.length) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? []
    assert.ok(name !== '' && !(name in labels), `labels in their form: ${line}`)
    labels[name] = value.replaceAll(/\\(.)/g, (_, mark: string) => (mark === 'n' ? '\n' : mark))
  }
  return labels
}

function check(family: string, { type, samples }: Family): void {
  const seen = new Set(samples.map(({ name, labels }) => name + JSON.stringify(labels)))
  assert.equal(seen.size, samples.length, `${family} has each sample once`)
  if (type === 'counter') assert.ok(family.endsWith('_total'))
  if (type === 'histogram') checkHistogram(family, samples)
}

function checkHistogram(family: string, samples: readonly Sample[]): void {
  const groups = new Map<string, Sample[]>()
  for (const sample of samples) {
    const { le: _, ...others } = sample.labels
    const key = JSON.stringify(others)
    groups.set(key, [...(groups.get(key) ?? []), sample])
  }
  for (const [key, group] of groups) {
    const buckets = group.filter(({ name }) => name === `${family}_bucket`)
    const bounds = buckets.map(({ labels }) => (labels['le'] === '+Inf' ? Infinity : Number(labels['le'])))
    assert.ok(
      bounds.every((bound, at) => bound > (bounds[at - 1] ?? -Infinity)),
      `bounds rise: ${key}`,
    )
    assert.equal(bounds.at(-1), Infinity)
    assert.ok(
      buckets.every(({ value }, at) => value >= (buckets[at - 1]?.value ?? 0)),
      `counts rise: ${key}`,
    )
    const count = group.find(({ name }) => name === `${family}_count`)
    assert.equal(count?.value, buckets.at(-1)?.value, `as many as there are: ${key}`)
    assert.equal(group.filter(({ name }) => name === `${family}_sum`).length, 1)
  }
}
