declare module 'node-forge/lib/forge' {
  import type all from 'node-forge';

  /** What the imported files of node-forge have added. */
  const forge: Pick<typeof all, 'asn1' | 'pki' | 'pkcs12'>;
  export default forge;
}

declare module 'node-forge/lib/pkcs12' {}
