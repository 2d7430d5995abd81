"""Seeded simulation: faults first, then healing, then the demand that nothing was lost or done twice."""
