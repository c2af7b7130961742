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

export interface Witness {
  readonly url: string;
  readonly seen: readonly Exchange[];
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

/** Stands between a client and a server on this machine, passes everything on as it came, and remembers it. */
export async function witness(target: string): Promise<Witness> {
  const seen: Exchange[] = [];
  const server = createServer((incoming, outgoing) => {
    const lost = (): void => void outgoing.destroy();
    void whole(incoming).then((sent) => {
      const { method = 'GET', url = '/', headers } = incoming;
      const onward = request(`${target}${url}`, { method, headers }, (back) => {
        void whole(back).then((answer) => {
          const status = back.statusCode ?? 0;
          seen.push({
            method,
            url,
            requestType: header(incoming, 'content-type'),
            sent,
            status,
            answerType: header(back, 'content-type'),
            answer,
          });
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
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
