import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/**
 * Certificates for tests: Node makes keys, but no certificates. Just enough of X.509 (RFC 5280) for
 * an authority and the server certificates it signs.
 */
export interface Certificate {
  cert: string;
  key: string;
}

const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body)]), body]);
};
/** A length below 128 is one byte; a longer one says first how many follow. */
const lengthOf = ({ length }: Buffer): number[] => {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length];
};
const seq = (...parts: Buffer[]) => tlv(0x30, ...parts);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));
const utcTime = (at: Date) =>
  tlv(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
const name = (cn: string) => seq(tlv(0x31, seq(oid('550403'), tlv(0x0c, Buffer.from(cn)))));

const ECDSA_WITH_SHA256 = seq(oid('2a8648ce3d040302'));
const TRUE = tlv(0x01, Buffer.from([0xff]));
const DAY_MS = 24 * 3600 * 1000;

function certificate(
  subject: string,
  publicKey: KeyObject,
  issuer: string,
  issuerKey: KeyObject,
  extension: Buffer,
): string {
  const tbs = seq(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name(issuer),
    seq(utcTime(new Date(Date.now() - DAY_MS)), utcTime(new Date(Date.now() + DAY_MS))),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, seq(extension)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', tbs, issuerKey));
  const der = seq(tbs, ECDSA_WITH_SHA256, signature);
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** An authority nobody trusts yet, and a way to have it certify servers for a day. */
export function testAuthority(): { cert: string; issue: (...hosts: string[]) => Certificate } {
  const keys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = keys();
  const isAuthority = seq(oid('551d13'), TRUE, tlv(0x04, seq(TRUE)));
  return {
    cert: certificate('Test CA', own.publicKey, 'Test CA', own.privateKey, isAuthority),
    issue: (...hosts) => {
      const { publicKey, privateKey } = keys();
      const names = seq(...hosts.map((host) => tlv(0x82, Buffer.from(host))));
      const forHosts = seq(oid('551d11'), tlv(0x04, names));
      return {
        cert: certificate(hosts[0]!, publicKey, 'Test CA', own.privateKey, forHosts),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}
