"""An incremental solver of one-way constraints of several strengths, after "The DeltaBlue algorithm"
(Freeman-Benson, Maloney, Borning; CACM 1990). A chain of equal variables, and a row of scaled pairs:
planning, executing plans, many small objects and virtual calls."""

REQUIRED, STRONG_PREFERRED, PREFERRED, STRONG_DEFAULT, DEFAULT, WEAK_DEFAULT, WEAKEST = range(7)


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.walk_strength = WEAKEST
        self.stay = True
        self.mark = 0


class Constraint:
    """A relation with methods, each of which computes one of its variables from the others."""

    is_input = False

    def __init__(self, strength, *variables):
        self.strength = strength
        self.variables = variables
        self.output = None
        for variable in variables:
            variable.constraints.append(self)

    def inputs(self):
        return [variable for variable in self.variables if variable is not self.output]

    def choose_method(self, mark):
        """The variable to compute: the weakest that this plan has not fixed yet."""
        weakest, strength = None, self.strength
        for variable in self.variables:
            if variable.mark != mark and variable.walk_strength > strength:
                weakest, strength = variable, variable.walk_strength
        self.output = weakest

    def recalculate(self):
        output = self.output
        strength, stay = self.strength, not self.is_input
        for variable in self.variables:
            if variable is not output:
                strength = max(strength, variable.walk_strength)
                stay = stay and variable.stay
        output.walk_strength = strength
        output.stay = stay
        if stay:
            self.execute()

    def execute(self):
        pass


class Stay(Constraint):
    pass


class Edit(Constraint):
    is_input = True


class Equal(Constraint):
    def execute(self):
        a, b = self.variables
        self.output.value = a.value if self.output is b else b.value


class Scale(Constraint):
    """to = by * factor + offset"""

    def choose_method(self, mark):
        by, factor, offset, to = self.variables
        self.output = None
        if by.mark == mark or by.walk_strength < to.walk_strength:
            if to.mark != mark and to.walk_strength > self.strength:
                self.output = to
        elif by.walk_strength > self.strength:
            self.output = by

    def execute(self):
        by, factor, offset, to = self.variables
        if self.output is to:
            to.value = by.value * factor.value + offset.value
        else:
            by.value = (to.value - offset.value) // factor.value


class Planner:
    def __init__(self):
        self.mark = 0

    def add(self, constraint):
        self.mark += 1
        overridden = self.satisfy(constraint)
        while overridden is not None:
            overridden = self.satisfy(overridden)

    def satisfy(self, constraint):
        """Enforces the constraint if it is strong enough; gives back the one that has to go."""
        constraint.choose_method(self.mark)
        output = constraint.output
        if output is None:
            if constraint.strength == REQUIRED:
                raise RuntimeError('cannot satisfy a required constraint')
            return None
        for variable in constraint.inputs():
            variable.mark = self.mark
        overridden = output.determined_by
        if overridden is not None:
            overridden.output = None
        output.determined_by = constraint
        self.propagate(constraint)
        output.mark = self.mark
        return overridden

    def propagate(self, constraint):
        todo = [constraint]
        while todo:
            constraint = todo.pop()
            constraint.recalculate()
            todo.extend(self.consumers(constraint.output))

    def consumers(self, variable):
        return [c for c in variable.constraints
                if c.output is not None and c is not variable.determined_by]

    def remove(self, constraint):
        output = constraint.output
        constraint.output = None
        for variable in constraint.variables:
            variable.constraints.remove(constraint)
        if output is None:
            return
        output.determined_by = None
        output.walk_strength = WEAKEST
        output.stay = True
        unsatisfied = []
        todo = [output]
        while todo:
            variable = todo.pop()
            unsatisfied += [c for c in variable.constraints if c.output is None]
            for other in self.consumers(variable):
                other.recalculate()
                todo.append(other.output)
        for other in sorted(unsatisfied, key=lambda c: c.strength):
            self.add(other)

    def plan_from(self, sources):
        """The constraints to execute, in order, when the sources' outputs change."""
        self.mark += 1
        plan, todo = [], list(sources)
        while todo:
            constraint = todo.pop()
            output = constraint.output
            if output.mark != self.mark and self.inputs_known(constraint):
                plan.append(constraint)
                output.mark = self.mark
                todo.extend(self.consumers(output))
        return plan

    def inputs_known(self, constraint):
        return all(v.mark == self.mark or v.stay or v.determined_by is None
                   for v in constraint.inputs())


def change(planner, variable, values):
    edit = Edit(PREFERRED, variable)
    planner.add(edit)
    plan = planner.plan_from([edit])
    for value in values:
        variable.value = value
        for constraint in plan:
            constraint.execute()
    planner.remove(edit)


def chain(length):
    planner = Planner()
    variables = [Variable('v%d' % i) for i in range(length + 1)]
    for a, b in zip(variables, variables[1:]):
        planner.add(Equal(REQUIRED, a, b))
    planner.add(Stay(STRONG_DEFAULT, variables[-1]))
    change(planner, variables[0], range(100))
    return variables[-1].value


def projection(count):
    planner = Planner()
    factor, offset = Variable('factor', 10), Variable('offset', 1000)
    planner.add(Stay(REQUIRED, factor))
    planner.add(Stay(REQUIRED, offset))
    pairs = []
    for i in range(count):
        source, target = Variable('source%d' % i, i), Variable('target%d' % i, i)
        pairs.append((source, target))
        planner.add(Stay(DEFAULT, source))
        planner.add(Scale(REQUIRED, source, factor, offset, target))
    source, target = pairs[count // 2]
    change(planner, source, range(17))
    first = target.value
    change(planner, target, [1050])
    second = source.value
    planner.add(Edit(PREFERRED, pairs[0][0]))
    return first, second, sum(target.value for source, target in pairs)


for _ in range(3):
    results = chain(600), projection(600)
print(results)
