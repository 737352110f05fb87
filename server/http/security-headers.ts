import type { BufferedResponse } from '@/core/response'
import { inlineStyle } from './inline-style'

/** What a page is allowed to do: the reading pages' policy, or with a nonce the working pages'. */
export function contentSecurityPolicy({
  nonce,
  embeddable = false,
  formTargets = [],
}: {
  nonce?: string | null
  embeddable?: boolean
  formTargets?: readonly string[]
} = {}): string {
  return [
    "default-src 'none'",
    "object-src 'none'",
    `script-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    ['style-src', "'self'", ...(inlineStyle.source ? [inlineStyle.source] : [])].join(' '),
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    ['form-action', "'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    `frame-ancestors ${embeddable ? '*' : "'none'"}`,
  ].join('; ')
}

/** The reading pages' policy, made once for a stylesheet. */
let reading: { source: string | null; policy: string } | null = null
function readingPolicy(): string {
  const { source } = inlineStyle
  if (reading?.source !== source || !reading) reading = { source, policy: contentSecurityPolicy() }
  return reading.policy
}
const fixed: BufferedResponse['headers'] = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy':
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * Adds the headers that every answer carries. A policy that is set already stays.
 * @param https whether the site is reached by https: `subdomains` when every host below its name is, too
 */
export function secured(answer: BufferedResponse, https: boolean | 'subdomains'): BufferedResponse {
  const isFrameable = String(answer.headers['content-security-policy'] ?? '').includes('frame-ancestors *')
  return {
    ...answer,
    headers: {
      'content-security-policy': readingPolicy(),
      ...fixed,
      ...(isFrameable ? {} : { 'x-frame-options': 'DENY' }),
      ...(https
        ? {
            'strict-transport-security': `max-age=31536000${https === 'subdomains' ? '; includeSubDomains' : ''}`,
          }
        : {}),
      ...answer.headers,
    },
  }
}
