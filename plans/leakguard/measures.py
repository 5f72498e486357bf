"""What makes a leak, in numbers. `python -m tests.bench.leakguard` shows what moving one of them does."""

GRAM = 10  # letters that, standing together in a prompt, begin to look like it
SOME = 5  # the same inside an encoding, where no innocent text is held up for long
STRIDE = 5  # letters from one gram to the next that an idle matcher looks at
ENOUGH = 37  # of a prompt's characters: a leak
ENOUGH_DISGUISED = 30  # the same in an encoding, or back to front: nobody comes upon that by chance
WORTH_HOLDING = 14  # less than that is let go when it ends; what follows may still add up with it
PATIENCE = 18  # letters that may stand between two runs of one leak: a word swapped, a variable filled in
WIDEST_GAP = 48  # characters, signs and all, that may stand there before it is known to be a leak
PATIENCE_IN_LEAK = 32  # the same once it is known to be one
AHEAD = 32  # letters ahead in a leak, at which it is first looked whether it goes on
NEARER = 22  # the nearest of them
LINE = 16  # letters of another place in a prompt, with which a leak goes on
DRIFT = 14  # by how much the two runs may be nearer or farther in the prompt than in the text
REJOIN = 5  # letters that take a run up again near the place where it broke off
UNPLACED = 16  # letters held inside an encoding without knowing where in a prompt they are
KEPT = 40  # letters remembered
STEP = 12  # letters compared in one go
BESIDE = GRAM + 10  # letters after a run, in which another one follows it directly
ENOUGH_BESIDE = 22  # of a prompt's characters, for each of two runs that stand side by side
BREAK = 4  # what each break in a leak takes off its weight
CHANCE = 4  # letters of a word that may be the prompt's by chance where a leak ends
