from typing import Any

class Shape:
    name: str
    metadata: dict[str, Any]

class OperationModel:
    input_shape: Shape
    error_shapes: list[Shape]

class ServiceModel:
    operation_names: list[str]
    def operation_model(self, operation_name: str) -> OperationModel: ...
