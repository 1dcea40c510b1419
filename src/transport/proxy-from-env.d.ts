declare module 'proxy-from-env' {
  /**
   * The proxy for a URL from HTTPS_PROXY, ALL_PROXY and so on; empty if there is none or NO_PROXY excludes the host.
   */
  export function getProxyForUrl(url: string): string;
}
