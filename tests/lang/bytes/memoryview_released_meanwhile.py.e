[255, 255, 255, 255]
[255, 255, 255, 255]
operation forbidden on released memoryview object
operation forbidden on released memoryview object
operation forbidden on released memoryview object
operation forbidden on released memoryview object
