// Not TypeScript: every start would compile it, and load the compiler for that.

/** @type {import('next').NextConfig} */
const config = {
  // Types are checked by TypeScript's own command line (npm run types).
  typescript: { ignoreBuildErrors: true },
  // Compressing is the page cache's work.
  compress: false,
  poweredByHeader: false,
  // Metadata belongs in the head of the first bytes: without JavaScript nothing can move it there.
  // Loading every page at the start took 35 MB. Now a page is loaded for its first reader.
  experimental: { preloadEntriesOnStart: false },
  htmlLimitedBots: /.*/,
  serverExternalPackages: ['pg', '@node-rs/argon2', '@resvg/resvg-js', 'nodemailer', 'rate-limiter-flexible'],
}

export default config
