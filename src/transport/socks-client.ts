// Imported dynamically, which a package cannot be: see the build.
export { SocksClient } from 'socks';
