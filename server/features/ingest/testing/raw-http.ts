// HTTP as bytes on a socket: what a client library would not let a test send.
import net from 'node:net';

/** Sends the parts one after the other and gives the status line's number, or null when the connection just ended. */
export function sendRaw(port: number, ...parts: (string | Uint8Array)[]): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let received = '';
    socket.on('connect', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (received.includes('\r\n\r\n')) socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(received)?.[1];
      resolve(status ? Number(status) : null);
    });
  });
}

export const requestHead = (path: string, headers: [name: string, value: string][]) =>
  `POST ${path} HTTP/1.1\r\nhost: localhost\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
