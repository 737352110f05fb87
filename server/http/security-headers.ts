import type { BufferedResponse } from '@/core/response'
import { inlineStyle } from './inline-style'

/** Returns the Content-Security-Policy of reading pages, or with a nonce that of working pages. */
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

/** The reading pages' policy, computed once per stylesheet. */
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

/** Names the rules by which Chromium loads a page before it is opened (`api/formats/well-known.ts`). */
const speculative = { 'speculation-rules': '"/speculation.json"' }

/**
 * Adds the headers that every response has. A policy that is already set stays.
 * @param https whether the site is served by https: `subdomains` if every host below its name is, too
 */
export function secured(answer: BufferedResponse, https: boolean | 'subdomains'): BufferedResponse {
  const isFrameable = String(answer.headers['content-security-policy'] ?? '').includes('frame-ancestors *')
  return {
    ...answer,
    headers: {
      'content-security-policy': readingPolicy(),
      ...fixed,
      ...(answer.status === 200 && String(answer.headers['content-type']).startsWith('text/html')
        ? speculative
        : {}),
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
