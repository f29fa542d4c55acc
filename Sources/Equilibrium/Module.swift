// Equilibrium
