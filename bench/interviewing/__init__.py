"""The evaluation by interviews (docs/EVALUATION.md): what happened, what to ask of it, and how answers are judged."""
