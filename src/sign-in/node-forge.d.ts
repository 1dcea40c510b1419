declare module 'node-forge/lib/forge' {
  import type all from 'node-forge';

  /** The parts that the imported files of node-forge add. */
  const forge: Pick<typeof all, 'asn1' | 'pki' | 'pkcs12'>;
  export default forge;
}

declare module 'node-forge/lib/pkcs12' {}
