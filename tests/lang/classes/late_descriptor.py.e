{1}
{1}
{2}
2 {'x': 1}
{1}
Attribute
