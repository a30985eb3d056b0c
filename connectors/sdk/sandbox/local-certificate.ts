// A certificate for "localhost" that signs itself, so that sandboxes and tests can speak TLS. It proves nothing to anybody
// else: its key follows from a sentence that everybody can read. Always the same bytes, so that a connection which was
// given it trusts the sandbox after a restart too. Just enough of X.509 (RFC 5280, RFC 8410), by hand.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

export const localCertificate: { key: string; cert: string } = makeLocalCertificate();

function makeLocalCertificate() {
  const seed = createHash('sha256').update('MSPclaw: sandboxes of this machine').digest();
  const wrapped = sequence(integer(0), sequence(ed25519()), octets(octets(seed)));
  const privateKey = createPrivateKey({ key: wrapped, format: 'der', type: 'pkcs8' });
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('localhost')))));
  const isTrue = der(0x01, Buffer.from([0xff]));
  const extensions = sequence(
    sequence(oid('551d11'), octets(sequence(der(0x82, Buffer.from('localhost'))))),
    sequence(oid('551d13'), isTrue, octets(sequence(isTrue))),
  );
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1),
    sequence(ed25519()),
    name,
    sequence(der(0x17, Buffer.from('260101000000Z')), der(0x18, Buffer.from('21260101000000Z'))),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign(null, body, privateKey)]));
  const base64 = sequence(body, sequence(ed25519()), signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}
function octets(content: Buffer): Buffer {
  return der(0x04, content);
}
function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}
function ed25519(): Buffer {
  return oid('2b6570');
}
function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]));
}
