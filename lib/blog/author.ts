/** Who writes the blog: the project, and no person. */
export const blogAuthor = { name: 'The IBTSOCS project', href: '/about' } as const
