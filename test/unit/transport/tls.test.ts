import assert from 'node:assert/strict';
import net from 'node:net';
import { tlsOptions } from '../../../src/transport/tls.js';

describe('the options of a TLS connection', () => {
  it('name the server as in its certificate: without a trailing dot, and no address', () => {
    const servername = (host: string) => tlsOptions(new net.Socket(), { host, ca: undefined, alpn: [] }).servername;
    assert.equal(servername('imap.example.com.'), 'imap.example.com');
    assert.equal(servername('imap.example.com'), 'imap.example.com');
    for (const address of ['127.0.0.1', '::1', 'fe80::1%eth0']) assert.equal(servername(address), undefined);
  });
});
