// Elements of the page in one call each.
//
// Texts are set as texts: nothing a caller typed becomes markup.

/** What an element may be given: attributes by name, listeners by `on...`. */
export type Given = {
  readonly [name: string]: string | number | boolean | null | undefined | ((event: Event) => void)
}

type Child = Node | string | null | undefined | false

/** An element with its attributes and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  give(element, given)
  add(element, children)
  return element
}

/** An element of a drawing. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  give(element, given)
  add(element, children)
  return element
}

/** Puts other children in place of all. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...children.filter(isChild))
}

function give(element: Element, given: Given): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2).toLowerCase(), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
}

function add(element: Element, children: readonly Child[]): void {
  element.append(...children.filter(isChild))
}

function isChild(child: Child): child is Node | string {
  return child !== null && child !== undefined && child !== false
}

/** The element of the page with that id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`the page has no #${id}`)
  return element
}
