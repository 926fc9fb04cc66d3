"""Makes tiny-voice.onnx, a stand-in with a Piper voice's inputs and outputs: every id lasts 4 frames, the sound is a tone.

Needs the packages onnx and numpy.
"""
import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper


def constant(name, value, kind):
    return numpy_helper.from_array(numpy.array(value, dtype=kind), name)


nodes = [
    helper.make_node("Cast", ["input"], ["float_ids"], to=TensorProto.FLOAT),
    helper.make_node("Mul", ["float_ids", "zero"], ["nothing"]),
    helper.make_node("Gather", ["scales", "one_index"], ["length"]),
    helper.make_node("Mul", ["length", "almost_four"], ["frames"]),
    helper.make_node("Add", ["nothing", "frames"], ["w"]),
    helper.make_node("Ceil", ["w"], ["/Ceil_output_0"], name="/Ceil"),
    helper.make_node("ReduceSum", ["/Ceil_output_0"], ["total"], keepdims=0),
    helper.make_node("Mul", ["total", "hop"], ["samples"]),
    helper.make_node("Range", ["zero", "samples", "step"], ["time"]),
    helper.make_node("Mul", ["time", "pitch"], ["phase"]),
    helper.make_node("Sin", ["phase"], ["wave"]),
    helper.make_node("Mul", ["wave", "volume"], ["quiet"]),
    helper.make_node("Reshape", ["quiet", "shape"], ["output"]),
]
graph = helper.make_graph(
    nodes, "tiny",
    [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ],
    [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "time"])],
    [
        constant("zero", 0, numpy.float32), constant("one_index", 1, numpy.int64),
        constant("almost_four", 3.5, numpy.float32), constant("hop", 256, numpy.float32),
        constant("step", 1, numpy.float32), constant("pitch", 0.06, numpy.float32),
        constant("volume", 0.3, numpy.float32), constant("shape", [1, 1, 1, -1], numpy.int64),
    ])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
onnx.checker.check_model(model)
onnx.save(model, "tiny-voice.onnx")
