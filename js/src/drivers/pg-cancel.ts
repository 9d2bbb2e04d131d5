// Stops what a node-postgres client runs: by a cancel request, which travels on a connection of its own, as PostgreSQL wants
// it. That connection needs no password, no place in a pool and no backend of the server, and poolers pass it on.
//
// Knows nothing of transactions. What node-postgres does not document is looked at before it is used.

/** What a client has to have so that its call can be stopped. */
type Stoppable = {
  readonly host: string
  readonly port: number
  readonly ssl?: unknown
  readonly sslNegotiation?: string
  readonly processID: number
  readonly secretKey: unknown
  readonly connection: { readonly constructor: new (config: object) => Line }
}

/** A connection of node-postgres that has not yet said who it is. */
interface Line {
  readonly stream: { destroy(): unknown }
  connect(port: number | string, host?: string): void
  requestSsl(): void
  cancel(processID: number, secretKey: unknown): void
  on(event: 'connect' | 'sslconnect' | 'error' | 'end', listener: () => void): unknown
}

/** In milliseconds; who cannot be asked within it cannot be asked. */
const PATIENCE = 1_000

/**
 * Asks the server to stop what the client runs; says whether it was asked.
 *
 * The server closes the line once it has passed the request on, so what is sent on the client afterwards is not stopped.
 */
export async function askToStop(client: object): Promise<boolean> {
  if (!isStoppable(client)) return false
  const { connection, host, port, ssl, sslNegotiation, processID, secretKey } = client
  return new Promise((resolve) => {
    const line = new connection.constructor({ ssl, sslNegotiation })
    let wasSent = false
    const settle = (isAsked: boolean) => {
      clearTimeout(timer)
      line.stream.destroy()
      resolve(isAsked)
    }
    const send = () => {
      wasSent = true
      line.cancel(processID, secretKey)
    }
    const timer = setTimeout(() => settle(false), PATIENCE)
    line.on('error', () => settle(wasSent))
    line.on('end', () => settle(wasSent))
    line.on('sslconnect', send)
    line.on('connect', () => {
      if (!ssl) send()
      else if (sslNegotiation !== 'direct') line.requestSsl()
    })
    if (host.startsWith('/')) line.connect(`${host}/.s.PGSQL.${port}`)
    else line.connect(port, host)
  })
}

function isStoppable(client: object): client is Stoppable {
  const { host, port, processID, secretKey, connection } = client as Partial<Stoppable>
  if (typeof host !== 'string' || typeof port !== 'number') return false
  if (typeof processID !== 'number' || secretKey === undefined || secretKey === null) return false
  if (typeof connection !== 'object' || typeof connection.constructor !== 'function') return false
  const { connect, cancel, requestSsl } = connection.constructor.prototype as Partial<Line>
  return [connect, cancel, requestSsl].every((method) => typeof method === 'function')
}
