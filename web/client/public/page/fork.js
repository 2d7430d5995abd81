/** A fork's folder `page` may hold a file of this name, which comes in the place of this one: docs/FORKS.md. */
export default function begin() {}
