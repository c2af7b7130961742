import { createServer, type IncomingMessage, request } from 'node:http';

/** One request and its answer as they went over the line. */
export interface Exchange {
  readonly method: string;
  /** From the host on, with its query. */
  readonly url: string;
  readonly requestType: string;
  readonly sent: Buffer;
  readonly status: number;
  readonly answerType: string;
  readonly answer: Buffer;
}

/**
 * What can happen on the way: `cut-request`: the connection breaks while the request is being sent, which nobody else hears of; `stall`: the answer's head and
 * half of its body come, and then nothing more; `silence`: the request arrives, and no answer ever comes; `other-bytes`: the last byte of the answer is another.
 */
export type Trouble = 'cut-request' | 'stall' | 'silence' | 'other-bytes';

export interface Witness {
  readonly url: string;
  /** Requests that were answered. */
  readonly seen: readonly Exchange[];
  /** How often this was asked, answered or not. */
  readonly asked: (method: string, path: string) => number;
  /** What happens to a request from now on; null: nothing. */
  trouble(on: ((method: string, path: string) => Trouble | null) | null): void;
  close(): Promise<void>;
}

async function whole(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const header = (message: IncomingMessage, name: string): string => {
  const value = message.headers[name];
  return typeof value === 'string' ? value : '';
};

/** Stands between a client and a server on this machine, passes everything on as it came unless it is told to make trouble, and remembers it. */
export async function witness(target: string): Promise<Witness> {
  const seen: Exchange[] = [];
  const asked = new Map<string, number>();
  let trouble: ((method: string, path: string) => Trouble | null) | null = null;
  const server = createServer((incoming, outgoing) => {
    const lost = (): void => void outgoing.destroy();
    const { method = 'GET', url = '/', headers } = incoming;
    const path = url.split('?', 1)[0] ?? url;
    asked.set(`${method} ${path}`, (asked.get(`${method} ${path}`) ?? 0) + 1);
    const happens = trouble?.(method, path) ?? null;
    if (happens === 'cut-request') return void incoming.socket.destroy();
    void whole(incoming).then((sent) => {
      const onward = request(`${target}${url}`, { method, headers }, (back) => {
        void whole(back).then((answer) => {
          if (happens === 'silence') return;
          const status = back.statusCode ?? 0;
          if (happens === 'stall') {
            outgoing.writeHead(status, back.headers).write(answer.subarray(0, answer.length / 2));
            return;
          }
          const [requestType, answerType] = [header(incoming, 'content-type'), header(back, 'content-type')];
          seen.push({ method, url, requestType, sent, status, answerType, answer });
          if (happens === 'other-bytes') answer.writeUInt8(answer.readUInt8(answer.length - 1) ^ 1, answer.length - 1);
          outgoing.writeHead(status, back.headers).end(answer);
        }, lost);
      });
      onward.on('error', lost);
      onward.end(sent);
    }, lost);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    asked: (method, path) => asked.get(`${method} ${path}`) ?? 0,
    trouble: (on) => {
      trouble = on;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
