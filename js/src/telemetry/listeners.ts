// Who listens to what: each hears of every event, and what one of them throws reaches nobody.
//
// Knows nothing of what events say. A program that watches its writes must not lose one by watching.

/** Listeners by the names of events. */
export type Listeners<E> = {
  /** Adds a listener; gives a function that takes it away. */
  on<K extends keyof E>(event: K, listener: (event: E[K]) => void): () => void
  /** Whether anybody listens. */
  hears(event: keyof E): boolean
  tell<K extends keyof E>(event: K, what: E[K]): void
}

/** Nobody listens yet. */
export function noListeners<E>(names: readonly (keyof E)[]): Listeners<E> {
  type Listener = (event: E[keyof E]) => unknown
  const all = new Map<keyof E, Set<Listener>>(names.map((name) => [name, new Set()]))
  return {
    on(event, listener) {
      const heard = all.get(event)
      if (heard === undefined) throw new TypeError(`there is no event ${JSON.stringify(event)}`)
      heard.add(listener as Listener)
      return () => void heard.delete(listener as Listener)
    },
    hears: (event) => (all.get(event)?.size ?? 0) > 0,
    tell(event, what) {
      for (const listener of all.get(event) ?? []) {
        try {
          const told = listener(what)
          if (told instanceof Promise) told.catch((error: unknown) => complain(listener, event, error))
        } catch (error) {
          complain(listener, event, error)
        }
      }
    },
  }
}

const complainedOf = new WeakSet<object>()

/** Says once of each that it has thrown: what is said a thousand times a second helps nobody. */
export function complain(who: object, what: unknown, error: unknown): void {
  if (complainedOf.has(who)) return
  complainedOf.add(who)
  globalThis.console?.error(`treewright: what listens to ${JSON.stringify(what)} has thrown`, error)
}
