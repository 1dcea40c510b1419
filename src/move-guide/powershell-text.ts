/**
 * A text as a PowerShell literal, so that no character of it is read as code.
 *
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
export function powershellText(text: string): string {
  // PowerShell reads typographic quotes as quotes too.
  return `'${text.replace(/[\r\n]/g, ' ').replace(/['‘’‚‛]/g, '$&$&')}'`;
}
