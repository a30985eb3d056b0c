// A port nobody listens on at this moment.
import net from 'node:net';

/** The wished one when it is free, else any. */
export function findFreePort(wish: number): Promise<number> {
  const attempt = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const server = net.createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const { port: chosen } = server.address() as net.AddressInfo;
        server.close(() => resolve(chosen));
      });
    });
  return attempt(wish).catch(() => attempt(0));
}
