import { domainToASCII } from 'node:url'

/**
 * Converts the domain of an address as browsers do in a field of `type=email`: `user@пример.рф` becomes
 * `user@xn--e1afmkfd.xn--p1ai`. Text browsers and scripts send it as typed.
 * @param text an address, or `Name <address>`; anything else is returned as it is
 */
export const asciiDomain = (text: string): string =>
  text.replace(/@([^@<>\s]+)(>?)$/, (whole, domain: string, end: string) =>
    /[^\0-\x7f]/.test(domain) ? `@${domainToASCII(domain) || domain}${end}` : whole,
  )
