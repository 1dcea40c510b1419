// Imported dynamically. The package itself cannot be: see `modulesOnly` in esbuild.js.
export { SocksClient } from 'socks';
