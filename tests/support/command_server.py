"""Everything that a command may import, loaded once in the process that is forked for each."""

from importlib import import_module

from cli import COMMANDS
from domain.base import Value

for place in set(COMMANDS.values()):
    import_module(place.partition(":")[0])
waiting: list[type[Value]] = [Value]
while waiting:
    shape = waiting.pop()
    shape.model_rebuild()
    waiting += shape.__subclasses__()
