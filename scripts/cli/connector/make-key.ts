// `mspclaw connector key <file>`: an Ed25519 key for signing connectors and results. The private half stays in the file.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { rawPublicKey } from '#server/bus/connector-table/attestation.ts';

export async function run(options: { json?: boolean }, [file = '']: string[]): Promise<number> {
  const { privateKey } = generateKeyPairSync('ed25519');
  // never over a key that is there
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  const publicKey = rawPublicKey(privateKey);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ok: true, file, publicKey })}\n`
      : `Wrote ${file}. Its public key: ${publicKey}\n`,
  );
  return 0;
}
