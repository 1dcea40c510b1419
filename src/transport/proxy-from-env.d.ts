declare module 'proxy-from-env' {
  /** The proxy for a URL by HTTPS_PROXY, ALL_PROXY and the like; empty where there is none or NO_PROXY excludes it. */
  export function getProxyForUrl(url: string): string;
}
