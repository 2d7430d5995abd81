"""The minds: perform the slow work that the rules ask for and answer with inputs."""
